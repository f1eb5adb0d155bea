package io.github.emailotp.bench;

import io.github.emailotp.bench.server.CacheProbeFactory;
import io.github.emailotp.bench.server.ClaimsProbeFactory;
import io.github.emailotp.bench.server.ServerProbeFactory;
import io.github.emailotp.bench.server.WithoutBudgetsFactory;
import io.github.emailotp.server.harness.ProviderJar;
import io.github.emailotp.server.harness.ServerSetup;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/**
 * A build of the extension that is measured.
 *
 * @param jar the extension
 * @param classes the folder of the build's test classes: those that look at a server from inside know the build
 */
record Build(String title, Path jar, Path classes) {

    private static final String CLASSES = "test-classes";

    /** What Maven has just built. */
    static Build current() {
        Path jar = ServerSetup.ofBuild().jar();
        return new Build("This build", jar, jar.resolveSibling(CLASSES));
    }

    /**
     * What stands packaged in the folder of another checkout, with classes in the package {@code bench.server} that have the same names and
     * answer the same. One that it lacks cannot be asked there.
     */
    static Build ofCheckout(Path folder) {
        Path target = folder.toAbsolutePath().resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            Path jar = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no jar in " + target));
            return new Build("The other build", jar, target.resolve(CLASSES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** None: the classes of the current one, which the probes use, and nothing that Keycloak finds by itself. */
    static Build none() {
        ServerSetup setup = ServerSetup.ofBuild();
        Path jar = setup.work().resolve("none.jar");
        try (ZipFile all = new ZipFile(setup.jar().toFile());
                ZipOutputStream classes = new ZipOutputStream(newFile(jar))) {
            for (ZipEntry entry : Collections.list(all.entries())) {
                if (entry.getName().endsWith(".class")) {
                    classes.putNextEntry(new ZipEntry(entry.getName()));
                    all.getInputStream(entry).transferTo(classes);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Build("No extension", jar, current().classes());
    }

    private static OutputStream newFile(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.newOutputStream(file);
    }

    /** A server with this build, and with all that measures inside of it. */
    ServerSetup in(ServerSetup setup) {
        Path probes = ProviderJar.pack(
                setup.work().resolve("providers").resolve("bench.jar"),
                Map.of(
                        AuthenticatorFactory.class,
                        List.of(WithoutBudgetsFactory.class),
                        RealmResourceProviderFactory.class,
                        Stream.<Class<?>>of(CacheProbeFactory.class, ClaimsProbeFactory.class, ServerProbeFactory.class)
                                .filter(this::has)
                                .toList()),
                classes);
        return setup.extension(jar).withProviders(List.of(probes));
    }

    private boolean has(Class<?> probe) {
        return Files.exists(classes.resolve(probe.getName().replace('.', '/') + ".class"));
    }
}
