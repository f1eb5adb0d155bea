package io.github.emailotp.server.harness;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import io.github.emailotp.server.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** OpenLDAP's slapd as Debian packages it, with its own schema and a database of its own. */
final class OpenLdap implements LdapServer {

    private static final String CONFIGURATION = """
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            modulepath /usr/lib/ldap
            moduleload back_mdb
            allow bind_anon_cred update_anon
            access to * by * manage
            database mdb
            suffix "%s"
            directory %s
            """;

    private final String program;
    private final Path folder;
    private final int port = FreePort.any();
    private Process process;
    private LDAPConnection connection = new LDAPConnection();

    private OpenLdap(String program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    static OpenLdap start(String program) throws LDAPException {
        try {
            Path folder = Files.createTempDirectory("slapd");
            Path database = Files.createDirectory(folder.resolve("database"));
            Files.writeString(folder.resolve("slapd.conf"), CONFIGURATION.formatted(BASE, database));
            var server = new OpenLdap(program, folder);
            server.comeBack();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public LDAPInterface entries() throws LDAPException {
        if (!connection.isConnected()) {
            connection = new LDAPConnection("localhost", port);
        }
        return connection;
    }

    @Override
    public void goAway() {
        connection.close();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void comeBack() {
        try {
            process = new ProcessBuilder(
                            program,
                            "-d",
                            "0",
                            "-f",
                            folder.resolve("slapd.conf").toString(),
                            "-h",
                            "ldap://localhost:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("slapd.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Patience.until("slapd", this::isReady);
    }

    private boolean isReady() {
        try (LDAPConnection probe = new LDAPConnection("localhost", port)) {
            return probe.isConnected();
        } catch (LDAPException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        goAway();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
