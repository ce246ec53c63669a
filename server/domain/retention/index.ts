export { liftHold, placeHold, requestErasure, setRetention } from "./erase";
