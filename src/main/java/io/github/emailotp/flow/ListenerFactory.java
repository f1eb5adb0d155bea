package io.github.emailotp.flow;

import java.util.Arrays;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSessionFactory;

/** What our event listeners have in common for Keycloak: from 26.1 on they are there for every realm. */
public abstract class ListenerFactory implements EventListenerProviderFactory {

    /** Overrides a method of the interface that 26.0 does not have: there, a realm must choose the listener. */
    public final boolean isGlobal() {
        return true;
    }

    /** Whether this Keycloak knows what {@link #isGlobal} says. */
    public static boolean areForAllRealms() {
        return Arrays.stream(EventListenerProviderFactory.class.getMethods())
                .anyMatch(method -> method.getName().equals("isGlobal"));
    }

    @Override
    public void init(Config.Scope config) {
        // There is nothing to set.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing depends on other providers.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
