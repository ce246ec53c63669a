export { type Erasure, type Kept, liftHold, placeHold, requestErasure, setRetention } from "./erase";
