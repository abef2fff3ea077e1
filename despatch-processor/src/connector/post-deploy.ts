import { prepare } from './prepare';
import { runAs } from './script';

runAs('post-deploy', prepare);
