/*
 * The suites, one per file, in the order in which they run. test/CMakeLists.txt reads this list too.
 */
SUITE(parse)
SUITE(plan)
SUITE(abi)
