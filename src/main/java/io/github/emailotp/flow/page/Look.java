package io.github.emailotp.flow.page;

import java.net.URI;
import java.util.Objects;

/**
 * How the page as it is now can be got, with nothing but a look.
 *
 * @param address where a browser gets it, or whatever else the flow begins with
 * @param way how the page's script gets it
 */
public record Look(URI address, Way way) {

    /** What the script posts to look. */
    public static final String FIELD = "look";

    /** How the page's script gets it. */
    public enum Way {
        /** By its address. */
        BY_ADDRESS,
        /**
         * By posting {@link #FIELD} in place of a code. To an address, Keycloak answers with the page that its flow begins with, and where
         * people have a choice, that is perhaps another one than they have chosen.
         */
        BY_POST
    }

    public Look {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(way, "way");
    }
}
