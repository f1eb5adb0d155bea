package io.github.emailotp.flow.setup;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Who can come with nothing but a password. An address makes no difference to them: they show no code. */
enum People {
    WITH_APP("people with an app"),
    WITHOUT_APP("people without an app or security key"),
    WITH_SECURITY_KEY("people with a security key");

    private final String words;

    People(String words) {
        this.words = words;
    }

    /** Whether they have what this provider asks for. */
    boolean haveSetUp(String provider) {
        return switch (this) {
            case WITH_APP -> provider.equals("auth-otp-form") || provider.equals("direct-grant-validate-otp");
            case WITHOUT_APP -> false;
            case WITH_SECURITY_KEY -> provider.equals("webauthn-authenticator");
        };
    }

    static String words(Set<People> people) {
        if (people.size() == values().length) {
            return "everybody";
        }
        if (people.equals(EnumSet.of(WITHOUT_APP, WITH_SECURITY_KEY))) {
            return "whoever has no app";
        }
        if (people.equals(EnumSet.of(WITHOUT_APP, WITH_APP))) {
            return "whoever has no security key";
        }
        return people.stream().map(kind -> kind.words).collect(Collectors.joining(" and "));
    }
}
