package io.github.emailotp.server.breakable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.SingleUseObjectProviderFactory;

/** Registers {@link BreakableObjects} as {@value #PROVIDER_ID}, on top of Keycloak's own provider. */
public final class BreakableObjectsFactory implements SingleUseObjectProviderFactory<SingleUseObjectProvider> {

    public static final String PROVIDER_ID = "breakable";

    /** The option that names the file: while it is there, calls fail that match the pattern in it. */
    public static final String BREAKAGE = "breakage";

    private static final String KEYCLOAKS_OWN = "infinispan";

    private Path breakage = Path.of("unset");

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public void init(Config.Scope config) {
        breakage = Path.of(config.get(BREAKAGE));
    }

    @Override
    public SingleUseObjectProvider create(KeycloakSession session) {
        return new BreakableObjects(session.getProvider(SingleUseObjectProvider.class, KEYCLOAKS_OWN), this::broken);
    }

    private Optional<Pattern> broken() {
        try {
            return Optional.of(Pattern.compile(Files.readString(breakage)));
        } catch (NoSuchFileException whole) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
