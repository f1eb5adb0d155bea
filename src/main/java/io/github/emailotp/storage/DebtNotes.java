package io.github.emailotp.storage;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Claims that were perhaps made, a note each: of two requests that add one at the same time, neither overwrites the other's, as far as
 * Keycloak keeps the notes of both.
 */
final class DebtNotes {

    /** More than can have been made: the tries of a challenge, and its success. */
    private static final int MOST = 16;

    private final AuthenticationSessionModel session;
    private final String prefix;

    DebtNotes(AuthenticationSessionModel session, String prefix) {
        this.session = session;
        this.prefix = prefix;
    }

    List<String> all() {
        return names().flatMap(name -> note(name).stream()).toList();
    }

    /** Adds one. Those that were there when there were too many stay: they were made before the claims failed, if any were. */
    void add(String debt) {
        session.setAuthNote(place(debt), debt);
    }

    /** Each looks for a free place from one of its own on. */
    private String place(String debt) {
        int last = MOST - 1;
        int own = Math.floorMod(debt.hashCode(), last);
        return IntStream.range(0, last)
                .mapToObj(step -> name((own + step) % last))
                .filter(name -> note(name).isEmpty())
                .findFirst()
                .orElse(name(last));
    }

    void remove(Collection<String> debts) {
        names().filter(name -> note(name).filter(debts::contains).isPresent()).forEach(session::removeAuthNote);
    }

    void clear() {
        remove(all());
    }

    private Optional<String> note(String name) {
        return Optional.ofNullable(session.getAuthNote(name));
    }

    private Stream<String> names() {
        return IntStream.range(0, MOST).mapToObj(this::name);
    }

    private String name(int number) {
        return prefix + "." + number;
    }
}
