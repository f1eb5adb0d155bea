package io.github.emailotp.smtp;

import java.time.Clock;

/** What all senders of a server share. */
record SenderParts(SmtpConnections connections, Trust trust, Logins logins, ExtraHeaders headers, Clock clock) {}
