package io.github.emailotp.server.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.ServerJars;
import io.github.emailotp.server.linkage.References.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The jar is compiled against the oldest Keycloak: what a newer one has taken away, or demands, shows in no compiler, and in no other
 * test before somebody runs into it.
 */
@Tag("every-version")
@DisplayName("In this server, the jar")
class LinkageIT {

    /** Keycloak 26.0 and 26.1 do not have it, and nobody there loads the class that implements it. */
    private static final String LATER = "org/keycloak/compatibility/CompatibilityMetadataProvider";

    private static ClassFiles jar;
    private static ClassFiles together;

    @BeforeAll
    static void open() throws IOException {
        jar = new ClassFiles(List.of(ServerJars.extension()));
        List<Path> all = new ArrayList<>(ServerJars.ofServer());
        assertThat(all).hasSizeGreaterThan(100);
        all.add(0, ServerJars.extension());
        together = new ClassFiles(all);
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
        together.close();
    }

    @Test
    void findsEveryClassAndMemberThatItNames() {
        List<String> missing = new ArrayList<>();
        for (String name : jar.names()) {
            for (Reference named : References.of(jar.read(name))) {
                if (!isThere(named)) {
                    missing.add(name + " names " + named);
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(jar.names()).hasSizeGreaterThan(200);
    }

    private static boolean isThere(Reference named) {
        return named.member().isEmpty()
                ? together.shape(named.type()).isPresent()
                : together.family(named.type())
                        .anyMatch(shape -> shape.members().contains(named.member()));
    }

    @Test
    void isAllThatTheServerAsksOfItsParts() {
        List<String> missing = new ArrayList<>();
        for (String name : jar.names()) {
            Shape part = together.shape(name).orElseThrow();
            part.parents().stream()
                    .filter(parent -> together.shape(parent).isEmpty() && !parent.equals(LATER))
                    .forEach(parent -> missing.add(name + " is a " + parent));
            if (!part.isAbstract()) {
                unwritten(name).forEach(method -> missing.add(name + " lacks " + method));
            }
        }
        assertThat(missing).isEmpty();
    }

    private static Stream<String> unwritten(String name) {
        Set<String> written = together.family(name)
                .flatMap(shape -> shape.members().stream()
                        .filter(member -> !shape.unwritten().contains(member)))
                .collect(Collectors.toSet());
        return together.family(name)
                .flatMap(shape -> shape.unwritten().stream())
                .filter(method -> !written.contains(method))
                .distinct();
    }

    /** Not even the stand-in that its build needs. */
    @Test
    void holdsNothingOfAnybodyElse() {
        assertThat(jar.names()).allSatisfy(name -> assertThat(name).startsWith("io/github/emailotp/"));
    }
}
