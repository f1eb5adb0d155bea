package io.github.emailotp.server.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A self-signed certificate for {@code localhost} and {@code 127.0.0.1}, made by the JDK's {@code keytool}.
 *
 * @param keyStore the PKCS12 key store that the mail server presents
 * @param pem the certificate alone, for Keycloak's {@code --truststore-paths}
 */
public record ServerCertificate(Path keyStore, Path pem) {

    /** Protects nothing: the key store is made for one build and trusted by its own test server only. */
    private static final String PASSWORD = "certificate";

    private static final String ALIAS = "mail";

    /** The certificate kept in {@code directory}; made there if there is none. */
    public static ServerCertificate in(Path directory) {
        var certificate = new ServerCertificate(directory.resolve("mail.p12"), directory.resolve("mail.pem"));
        if (!Files.exists(certificate.pem)) {
            certificate.create();
        }
        return certificate;
    }

    /** With these, Keycloak presents this certificate where it is told to speak TLS. */
    public Map<String, String> serverOptions() {
        return Map.of("https-key-store-file", keyStore.toString(), "https-key-store-password", PASSWORD);
    }

    /** A TLS context that presents this certificate. */
    SSLContext tls() {
        try (InputStream in = Files.newInputStream(keyStore)) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot use " + keyStore, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A truststore with this alone. */
    public KeyStore trusting() {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    ALIAS, CertificateFactory.getInstance("X.509").generateCertificate(in));
            return store;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot use " + pem, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void create() {
        try {
            Files.createDirectories(keyStore.getParent());
            Files.deleteIfExists(keyStore);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-validity",
                "3650",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-file", pem.toString());
    }

    private void keytool(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-alias", ALIAS, "-storetype", "PKCS12", "-keystore", keyStore.toString(), "-storepass", PASSWORD));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while keytool ran", e);
        }
    }
}
