package io.github.emailotp.delivery;

import org.keycloak.provider.ProviderFactory;

/** Owns the outbox of a node: makes it with the server's options, and closes it with the server. */
public interface OutboxProviderFactory extends ProviderFactory<OutboxProvider> {}
