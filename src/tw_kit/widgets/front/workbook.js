// The workbook's front end. A host gives it a model (docs/workbook.md); it draws one screen at a time into `el`.

import { Shell } from "./shell.js";

export default {
  render({ model, el }) {
    const shell = new Shell(model, el);
    shell.session.begin();
    return () => shell.end();
  },
};
