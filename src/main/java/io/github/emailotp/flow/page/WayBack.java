package io.github.emailotp.flow.page;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * Where somebody begins again who has typed whom to ask, and has mistyped it.
 *
 * @param text the key of what the link says
 * @param anew the same where no code can be right any more; empty if that is where the login begins
 */
public record WayBack(URI address, String text, Optional<URI> anew) {

    public WayBack {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(anew, "anew");
    }
}
