/** The email code as a factor that people set up themselves, on a real server and in Keycloak's consoles. */
package io.github.emailotp.server.enrolment;
