package io.github.emailotp.storage;

import io.github.emailotp.otp.Acquaintance;
import java.util.stream.Stream;

/** Whose a claim is, as records say it: one letter. */
final class Whose {

    private Whose() {}

    static String letter(Acquaintance acquaintance) {
        return switch (acquaintance) {
            case KNOWN -> "k";
            case STRANGER -> "s";
            case ANONYMOUS -> "a";
        };
    }

    /** Of a text that begins with a letter; earlier builds wrote none for strangers. */
    static Acquaintance read(String text) {
        return Stream.of(Acquaintance.values())
                .filter(each -> text.startsWith(letter(each)))
                .findFirst()
                .orElse(Acquaintance.STRANGER);
    }

    static String withoutLetter(String text) {
        return text.startsWith(letter(read(text))) ? text.substring(1) : text;
    }
}
