// The doctest program's main. (The tests are the files beside it; a name filter is -tc="*name*".)
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
