export { type Engine, engines, getEngine } from "./engine";
export { updateEngine } from "./set";
