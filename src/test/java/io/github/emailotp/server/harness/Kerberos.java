package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;

/** A Kerberos server (RFC 4120) on the loopback interface, and the people and the Keycloak that it knows. */
public final class Kerberos implements AutoCloseable {

    private static final String REALM = "EXAMPLE.TEST";
    private static final String SERVICE = "HTTP/localhost@" + REALM;

    /** SPNEGO (RFC 4178). */
    private static final String NEGOTIATION = "1.3.6.1.5.5.2";

    private final SimpleKdcServer server;
    private final Path settings;
    private final Path keytab;

    private Kerberos(SimpleKdcServer server, Path folder) {
        this.server = server;
        this.settings = folder.resolve("krb5.conf");
        this.keytab = folder.resolve("keycloak.keytab");
    }

    static Kerberos start(Path folder) {
        int port = FreePort.any();
        try {
            Files.createDirectories(folder);
            var server = new SimpleKdcServer();
            server.setWorkDir(folder.toFile());
            server.setKdcRealm(REALM);
            server.setKdcHost("localhost");
            server.setKdcTcpPort(port);
            server.setAllowUdp(false);
            server.init();
            var kerberos = new Kerberos(server, folder);
            Files.writeString(kerberos.settings, settings(port));
            // This Java machine is a client of it.
            System.setProperty("java.security.krb5.conf", kerberos.settings.toString());
            server.start();
            server.createPrincipal(SERVICE, "Keycloak's own");
            server.exportPrincipal(SERVICE, kerberos.keytab.toFile());
            return kerberos;
        } catch (KrbException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String settings(int port) {
        return """
                [libdefaults]
                  default_realm = %1$s
                  udp_preference_limit = 1
                  dns_canonicalize_hostname = false
                [realms]
                  %1$s = {
                    kdc = localhost:%2$d
                  }
                [domain_realm]
                  localhost = %1$s
                """.formatted(REALM, port);
    }

    /** The option by which a Java machine finds this server. */
    String jvmOption() {
        return "-Djava.security.krb5.conf=" + settings;
    }

    /** The config of a user store {@code kerberos} of Keycloak's. */
    public Map<String, List<String>> storeConfig() {
        return Map.of(
                "kerberosRealm", List.of(REALM),
                "serverPrincipal", List.of(SERVICE),
                "keyTab", List.of(keytab.toString()),
                "allowPasswordAuthentication", List.of("false"),
                "updateProfileFirstLogin", List.of("false"),
                "editMode", List.of("UNSYNCED"));
    }

    /** The address that Keycloak gives somebody whom it knows from here. */
    public String address(String name) {
        return name + "@example.test";
    }

    /** A new person with a ticket for Keycloak. Answers what a browser sends as {@code Authorization} (RFC 4559). */
    public String ticketOf(String name) {
        try {
            server.createPrincipal(name + "@" + REALM, name);
            var login = new LoginContext("", new Subject(), callbacks -> answer(callbacks, name), onlyKerberos());
            login.login();
            byte[] token = Subject.doAs(login.getSubject(), (PrivilegedExceptionAction<byte[]>) Kerberos::token);
            return "Negotiate " + Base64.getEncoder().encodeToString(token);
        } catch (KrbException | LoginException | PrivilegedActionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] token() throws GSSException {
        GSSManager manager = GSSManager.getInstance();
        GSSName service = manager.createName("HTTP@localhost", GSSName.NT_HOSTBASED_SERVICE);
        GSSContext context = manager.createContext(service, new Oid(NEGOTIATION), null, GSSContext.DEFAULT_LIFETIME);
        return context.initSecContext(new byte[0], 0, 0);
    }

    private static void answer(Callback[] callbacks, String name) {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback asksForName) {
                asksForName.setName(name);
            } else if (callback instanceof PasswordCallback asksForPassword) {
                asksForPassword.setPassword(name.toCharArray());
            }
        }
    }

    private static Configuration onlyKerberos() {
        return new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String any) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(
                            "com.sun.security.auth.module.Krb5LoginModule",
                            LoginModuleControlFlag.REQUIRED,
                            Map.of("refreshKrb5Config", "true"))
                };
            }
        };
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (KrbException e) {
            throw new IllegalStateException(e);
        }
    }
}
