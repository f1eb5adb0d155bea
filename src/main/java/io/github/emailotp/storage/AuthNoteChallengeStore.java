package io.github.emailotp.storage;

import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.ChallengeStore;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.Setback;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keeps challenges in the notes of the authentication session, a note a purpose and step, and
 * others for what kept a mail back and for claims that were perhaps made. The notes live as long as the browser
 * tab's login, are shared by the cluster, and are cleared when the login is started again.
 */
public final class AuthNoteChallengeStore implements ChallengeStore {

    private static final Logger LOG = Logger.getLogger(AuthNoteChallengeStore.class);
    private static final String NOTE_PREFIX = "email-otp.challenge.";
    private static final String SETBACK_PREFIX = "email-otp.setback.";
    private static final String OWED_PREFIX = "email-otp.owed.";
    private static final String COMPARISONS_PREFIX = "email-otp.comparisons.";

    private final AuthenticationSessionModel session;
    private final String step;

    /**
     * The challenges of one step: two steps of a flow can have different settings.
     *
     * @param step the id of the step's execution
     */
    public AuthNoteChallengeStore(AuthenticationSessionModel session, String step) {
        this.session = session;
        this.step = step;
    }

    @Override
    public Optional<Challenge> load(Purpose purpose) {
        String note = session.getAuthNote(noteName(purpose));
        if (note == null) {
            return Optional.empty();
        }
        Optional<Challenge> challenge = ChallengeText.parse(note);
        if (challenge.isEmpty()) {
            LOG.debugf("The note %s cannot be read: no code is pending", noteName(purpose));
        }
        return challenge.map(found -> found.owing(debts(found).all()));
    }

    @Override
    public void save(Challenge challenge) {
        session.setAuthNote(noteName(challenge.binding().purpose()), ChallengeText.format(challenge));
    }

    @Override
    public Optional<Setback> setback(Purpose purpose) {
        return Optional.ofNullable(session.getAuthNote(setbackName(purpose))).flatMap(SetbackText::parse);
    }

    @Override
    public void note(Purpose purpose, Setback setback) {
        session.setAuthNote(setbackName(purpose), SetbackText.format(setback));
    }

    @Override
    public void owe(Challenge challenge, String mark) {
        debts(challenge).add(mark);
    }

    @Override
    public void settle(Challenge challenge, Collection<String> marks) {
        debts(challenge).remove(marks);
    }

    /** They end with the challenge: no other has its id. */
    private DebtNotes debts(Challenge challenge) {
        return new DebtNotes(session, COMPARISONS_PREFIX + challenge.id());
    }

    @Override
    public List<String> owed(Purpose purpose) {
        return debts(purpose).all();
    }

    @Override
    public void owe(Purpose purpose, String claims) {
        debts(purpose).add(claims);
    }

    @Override
    public void settle(Purpose purpose, Collection<String> claims) {
        debts(purpose).remove(claims);
    }

    private DebtNotes debts(Purpose purpose) {
        return new DebtNotes(session, name(OWED_PREFIX, purpose));
    }

    @Override
    public void clear(Purpose purpose) {
        List.of(NOTE_PREFIX, SETBACK_PREFIX).forEach(prefix -> session.removeAuthNote(name(prefix, purpose)));
        debts(purpose).clear();
    }

    private String noteName(Purpose purpose) {
        return name(NOTE_PREFIX, purpose);
    }

    private String setbackName(Purpose purpose) {
        return name(SETBACK_PREFIX, purpose);
    }

    private String name(String prefix, Purpose purpose) {
        return prefix + purpose.name().toLowerCase(Locale.ROOT) + "." + step;
    }
}
