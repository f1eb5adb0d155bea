package io.github.emailotp.otp;

import java.time.Duration;
import java.time.Instant;

/**
 * A code on its way to a person.
 *
 * @param binding whom it is for and the address it goes to
 * @param code the code
 * @param ordinal its number within the challenge, from 1
 * @param sentAt when it is sent
 * @param lifetime how long it will be accepted
 */
public record CodeMessage(Binding binding, OneTimeCode code, int ordinal, Instant sentAt, Duration lifetime) {}
