/**
 * Warns an administrator in the log who saves a flow in which the step can be passed over: {@code docs/flows.md}. No login
 * comes through here.
 */
package io.github.emailotp.flow.setup;
