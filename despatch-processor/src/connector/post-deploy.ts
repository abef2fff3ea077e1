import { prepare } from './prepare';
import { runScript } from './script';

runScript(prepare);
