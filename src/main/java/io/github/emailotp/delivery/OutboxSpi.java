package io.github.emailotp.delivery;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The outbox is an SPI of its own, so that it begins and ends with the server and has options there. */
public final class OutboxSpi implements Spi {

    static final String NAME = "email-otp-outbox";

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return OutboxProvider.class;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return OutboxProviderFactory.class;
    }
}
