package io.github.emailotp.flow.page;

import java.net.URI;
import java.util.Objects;

/**
 * Where somebody begins again who has typed whom to ask, and has mistyped it.
 *
 * @param text the key of what the link says
 */
public record WayBack(URI address, String text) {

    public WayBack {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(text, "text");
    }
}
