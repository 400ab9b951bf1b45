/** What the tests of this suite are made with: real children, and patience. */
package io.procprobe.conformance.support;
