package io.github.emailotp.server.harness;

import io.github.emailotp.server.breakable.BreakableCellsFactory;
import io.github.emailotp.server.breakable.Breakage;
import io.github.emailotp.server.breakable.Breakage.Kind;
import io.github.emailotp.server.breakable.OwnSenderFactory;
import io.github.emailotp.storage.CellsFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.keycloak.email.EmailSenderProviderFactory;

/**
 * A Keycloak server on which little works: what it remembers of claims can be broken,
 * its outbox has room for {@value #OUTBOX} mails of a realm, and mails go through a sender of the administrator's own.
 */
public final class BreakableKeycloak extends AroundServer {

    /** How many mails of a realm find room in the outbox. */
    public static final int OUTBOX = 3;

    private static final String SPI = "spi-email-otp-cells--";
    private static final String SPI_OF_26_0 = "spi-email-otp-cells-";

    private final Path breakage;

    private BreakableKeycloak(KeycloakServer server, Path breakage) {
        super(server);
        this.breakage = breakage;
    }

    static BreakableKeycloak start(ServerSetup setup) {
        Path home = setup.work().resolve("breakable-" + setup.version());
        Path breakage = home.resolveSibling(home.getFileName() + ".breakage");
        Path jar = ProviderJar.pack(
                setup.work().resolve("providers").resolve("breakable.jar"),
                Map.of(
                        CellsFactory.class, List.of(BreakableCellsFactory.class),
                        EmailSenderProviderFactory.class, List.of(OwnSenderFactory.class)));
        var server = KeycloakServer.start(setup.at(home)
                .withProviders(List.of(jar))
                .with(Map.of(
                        "spi-email-otp-outbox-node-capacity",
                        Integer.toString(2 * OUTBOX),
                        // Not "provider": with that, Keycloak leaves out all others, the one below this one included.
                        SPI + "provider-default",
                        BreakableCellsFactory.PROVIDER_ID,
                        SPI + BreakableCellsFactory.PROVIDER_ID + "--" + BreakableCellsFactory.BREAKAGE,
                        breakage.toString(),
                        // As Keycloak 26.0 has them.
                        SPI_OF_26_0 + "provider-default",
                        BreakableCellsFactory.PROVIDER_ID,
                        SPI_OF_26_0 + BreakableCellsFactory.PROVIDER_ID + "-" + BreakableCellsFactory.BREAKAGE,
                        breakage.toString())));
        var keycloak = new BreakableKeycloak(server, breakage);
        keycloak.repair();
        return keycloak;
    }

    /** From now on every call fails. */
    public void breakCache() {
        breakCache("");
    }

    /**
     * From now on those calls fail that hold this.
     *
     * @param calls a {@link Pattern} for the method and the key, with a blank between
     */
    public void breakCache(String calls) {
        breakCache(Kind.THROWS, calls);
    }

    /** From now on those calls fail in this way. */
    public void breakCache(Kind kind, String calls) {
        write(new Breakage(kind, Pattern.compile(calls), false));
    }

    /** The first of those calls fails in this way. */
    public void breakCacheOnce(Kind kind, String calls) {
        write(new Breakage(kind, Pattern.compile(calls), true));
    }

    private void write(Breakage wanted) {
        try {
            // In one step: half a pattern is another pattern.
            Path written = Files.writeString(breakage.resolveSibling(breakage.getFileName() + ".new"), wanted.text());
            Files.move(written, breakage, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on all calls succeed. */
    public void repair() {
        try {
            Files.deleteIfExists(breakage);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void restore() {
        repair();
    }
}
