/** What the screens work out too, in the browser: pure, and without the weight of the schemas' zod. */
export { amountsOf } from "./model/amounts";
export { type EditableField, editableFields, mayStand } from "./model/edit";
