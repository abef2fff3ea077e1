import { clearUp } from './clear-up';
import { runAs } from './script';

runAs('pre-undeploy', clearUp);
