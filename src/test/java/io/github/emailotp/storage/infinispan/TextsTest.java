package io.github.emailotp.storage.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A text on an external Infinispan")
class TextsTest {

    /** As one server writes it, and another reads it. */
    @Test
    void isTheNoteThatWasReleased() {
        assertThat(Texts.value("text").getNotes()).isEqualTo(Map.of("t", "text"));
        assertThat(Texts.text(Texts.value("text"))).isEqualTo("text");
    }
}
