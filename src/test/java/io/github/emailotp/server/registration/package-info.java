/** Registrations that begin with a code. */
package io.github.emailotp.server.registration;
