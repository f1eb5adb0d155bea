/**
 * What the benchmark needs inside of the server, packed into a provider jar of its own: the step without budgets, and a look
 * at the cache and the heap. Another build that is measured beside this one brings classes of the same names, so that what is measured is
 * asked for in the same way.
 */
package io.github.emailotp.bench.server;
