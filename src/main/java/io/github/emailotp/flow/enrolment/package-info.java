/** The email code as a factor that people choose themselves: the required action that enrols it, and a condition that asks who has. */
package io.github.emailotp.flow.enrolment;
