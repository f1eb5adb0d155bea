package io.github.emailotp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emailotp.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class DemoLanguagesTest {

    @Test
    void areInEachRealmAllThatTheProductSpeaks() throws IOException {
        List<String> spoken = Bundle.LANGUAGES.stream().map(Bundle::tag).toList();
        try (Stream<Path> files = Files.list(Path.of("src/test/resources"))) {
            List<Path> realms = files.filter(
                            file -> file.getFileName().toString().matches("demo-.*realm\\.json"))
                    .toList();
            assertThat(realms).isNotEmpty().allSatisfy(realm -> {
                JsonNode locales = new ObjectMapper().readTree(realm.toFile()).path("supportedLocales");
                assertThat(StreamSupport.stream(locales.spliterator(), false).map(JsonNode::asText))
                        .containsExactlyInAnyOrderElementsOf(spoken);
            });
        }
    }
}
