/**
 * What the benchmark needs inside of the server, packed into a provider jar of its own: the step without budgets, and a look
 * at the cache and the heap.
 */
package io.github.emailotp.bench.server;
