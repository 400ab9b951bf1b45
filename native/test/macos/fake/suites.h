/*
 * The suites, one per file, in the order in which they run.
 */
SUITE(parse)
SUITE(system)
SUITE(query)
SUITE(changing)
SUITE(text)
SUITE(list)
SUITE(resources)
SUITE(signal)
SUITE(watch)
SUITE(ends)
SUITE(table)
