package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs providers that only tests need, so that a server can be started with them. */
public final class ProviderJar {

    /** Of every entry: the same classes give the same bytes, and {@link Distribution#provide} knows them again. */
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private ProviderJar() {}

    /**
     * Writes a jar with all classes of the packages of these provider factories.
     *
     * @param factories by the interface of their SPI
     * @return {@code jar}
     */
    public static Path pack(Path jar, Map<Class<?>, List<Class<?>>> factories) {
        return pack(jar, factories, ProviderJar::folderOf);
    }

    /**
     * As {@link #pack(Path, Map)}, but with the classes that another build has of the same names.
     *
     * @param classes the folder of that build's classes
     */
    public static Path pack(Path jar, Map<Class<?>, List<Class<?>>> factories, Path classes) {
        return pack(jar, factories, member -> classes.resolve(path(member)));
    }

    private static Path pack(Path jar, Map<Class<?>, List<Class<?>>> factories, Function<Class<?>, Path> folders) {
        var content = new TreeMap<String, byte[]>();
        // Without it, Keycloak's build takes no notice of resources for REST.
        content.put("META-INF/beans.xml", new byte[0]);
        try {
            for (var factory : factories.entrySet()) {
                for (Class<?> implementation : factory.getValue()) {
                    add(folders.apply(implementation), path(implementation), content);
                }
                content.put("META-INF/services/" + factory.getKey().getName(), names(factory.getValue()));
            }
            Files.createDirectories(jar.getParent());
            write(content, jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private static byte[] names(List<Class<?>> classes) {
        return classes.stream()
                .map(Class::getName)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void add(Path folder, String path, SortedMap<String, byte[]> content) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                content.put(path + file.getFileName(), Files.readAllBytes(file));
            }
        }
    }

    /** Of the package, as jars have it. */
    private static String path(Class<?> member) {
        return member.getPackageName().replace('.', '/') + "/";
    }

    private static Path folderOf(Class<?> member) {
        try {
            return Path.of(member.getResource(member.getSimpleName() + ".class").toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class file has no path", e);
        }
    }

    private static void write(SortedMap<String, byte[]> content, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                var zip = new ZipOutputStream(file)) {
            for (var part : content.entrySet()) {
                var entry = new ZipEntry(part.getKey());
                entry.setTimeLocal(TIME);
                zip.putNextEntry(entry);
                zip.write(part.getValue());
                zip.closeEntry();
            }
        }
    }
}
