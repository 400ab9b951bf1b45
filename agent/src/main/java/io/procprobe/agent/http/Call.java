package io.procprobe.agent.http;

import io.procprobe.agent.poll.Snapshot;

/**
 * A request that may be answered.
 *
 * @param rest what of the path comes after that of the route
 * @param query its parameters
 * @param accept the header, or an empty text
 * @param snapshot what the last poll has found
 */
record Call(String rest, Query query, String accept, Snapshot snapshot) {}
