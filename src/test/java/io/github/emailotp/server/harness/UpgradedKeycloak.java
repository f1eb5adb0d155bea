package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** A Keycloak that is the oldest supported version, until it is upgraded to the one under test. */
public final class UpgradedKeycloak extends AroundServer {

    /** Those of the old versions' own database, which newer ones name otherwise. */
    private static final Map<String, String> DATABASE = Map.of("db-username", "sa", "db-password", "password");

    private final ServerSetup newer;
    private final ServerSetup older;
    private boolean upgraded;

    private UpgradedKeycloak(ServerSetup newer, ServerSetup older) {
        super(KeycloakServer.start(older));
        this.newer = newer;
        this.older = older;
    }

    static UpgradedKeycloak start(ServerSetup setup) {
        Path work = setup.work().resolve("upgraded");
        var newer = setup.at(work.resolve("newer-" + setup.version())).with(DATABASE);
        return new UpgradedKeycloak(newer, setup.oldest().at(work.resolve("older")));
    }

    /** Whether the version under test is another than the oldest. */
    public boolean isNewer() {
        return !newer.version().equals(older.version());
    }

    /** Stops the old version and starts the new one on its database; nothing, once that is done. */
    public void upgrade() {
        if (upgraded) {
            return;
        }
        upgraded = true;
        stop();
        try {
            Distribution.copy(database(older), database(newer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        become(KeycloakServer.start(newer));
    }

    private static Path database(ServerSetup setup) {
        return setup.home().resolve("data").resolve("h2");
    }
}
