package io.github.emailotp.smtp;

import org.keycloak.email.EmailSenderProvider;

/** The pooled sender and Keycloak's own ones: failures are read from what each of them throws. */
enum Sender {
    POOLED,
    OLDEST,
    NEWEST;

    EmailSenderProvider provider(TestSender pooled) {
        return switch (this) {
            case POOLED -> pooled.provider();
            case OLDEST -> KeycloaksOwnSender.OLDEST.of(pooled.keycloak.session());
            case NEWEST -> KeycloaksOwnSender.NEWEST.of(pooled.keycloak.session());
        };
    }
}
