// Linked in front of the program under Node: Emscripten's own environment is empty, ours has what Node's has of it.
/* global Module, ENV */
Module.preRun = () => {
  if (process.env.CONVOLAB_DATA) ENV.CONVOLAB_DATA = process.env.CONVOLAB_DATA;
};
