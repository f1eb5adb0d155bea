package io.github.emailotp.delivery;

import org.keycloak.provider.Provider;

/** Gives requests the outbox of their node. */
public interface OutboxProvider extends Provider {

    Outbox outbox();
}
