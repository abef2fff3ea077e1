import { clearUp } from './clear-up';
import { runScript } from './script';

runScript(clearUp);
