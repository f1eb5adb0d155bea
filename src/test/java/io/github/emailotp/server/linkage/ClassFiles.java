package io.github.emailotp.server.linkage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The class files of some jars, and those of this Java platform behind them. */
final class ClassFiles implements AutoCloseable {

    private static final String SUFFIX = ".class";

    private final Map<String, ZipFile> places = new HashMap<>();
    private final List<ZipFile> open = new ArrayList<>();
    private final Map<String, Optional<Shape>> shapes = new HashMap<>();

    ClassFiles(List<Path> jars) throws IOException {
        for (Path jar : jars) {
            ZipFile zip = new ZipFile(jar.toFile());
            open.add(zip);
            zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(SUFFIX))
                    .forEach(name -> places.putIfAbsent(name.substring(0, name.length() - SUFFIX.length()), zip));
        }
    }

    /** The names of all classes of the jars, with slashes. */
    List<String> names() {
        return places.keySet().stream().sorted().toList();
    }

    /** Of a class of the jars. */
    byte[] read(String name) {
        ZipFile place = places.get(name);
        try (InputStream in = place.getInputStream(place.getEntry(name + SUFFIX))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Shape> shape(String name) {
        Optional<Shape> known = shapes.get(name);
        if (known == null) {
            known = places.containsKey(name) ? Optional.of(Shape.of(read(name))) : ofPlatform(name);
            shapes.put(name, known);
        }
        return known;
    }

    private static Optional<Shape> ofPlatform(String name) {
        try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(name + SUFFIX)) {
            return in == null ? Optional.empty() : Optional.of(Shape.of(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A class and all that it inherits from, as far as they are there: the class first, then its superclass, and so on. */
    Stream<Shape> family(String name) {
        return shape(name).stream()
                .flatMap(shape ->
                        Stream.concat(Stream.of(shape), shape.parents().stream().flatMap(this::family)));
    }

    @Override
    public void close() throws IOException {
        for (ZipFile zip : open) {
            zip.close();
        }
    }
}
