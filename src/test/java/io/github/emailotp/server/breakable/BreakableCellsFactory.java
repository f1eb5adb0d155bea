package io.github.emailotp.server.breakable;

import io.github.emailotp.storage.Cells;
import io.github.emailotp.storage.CellsFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Registers {@link BreakableCells} as {@value #PROVIDER_ID}, on top of the extension's own. */
public final class BreakableCellsFactory implements CellsFactory {

    public static final String PROVIDER_ID = "breakable";

    /** The option that names the file: while it is there, calls fail as it says. */
    public static final String BREAKAGE = "breakage";

    private static final String OWN = "keycloak";

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
    public Cells create(KeycloakSession session) {
        return new BreakableCells(session.getProvider(Cells.class, OWN), this::breakage, this::repair);
    }

    private Optional<Breakage> breakage() {
        try {
            return Optional.of(Breakage.parse(Files.readString(breakage)));
        } catch (NoSuchFileException whole) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void repair() {
        try {
            Files.deleteIfExists(breakage);
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
