package io.github.emailotp.flow;

import io.github.emailotp.flow.Addressee.Account;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * The first time that somebody proves an account's address to be theirs. Before, anybody may have made the account, to be in it when its
 * owner comes: so all that lets anybody in goes. What the owner has set up themselves, without ever having proven the address, goes with it;
 * the mail says so.
 */
public final class FirstProof {

    private FirstProof() {}

    /** Whether there is something that goes, and the right code is the first proof. */
    static boolean takesSomethingAway(Occasion occasion) {
        return isOfAnUnverifiedAddress(occasion) && !WaysIn.of(occasion).areNone() && canBeKept(occasion);
    }

    private static boolean isDue(Occasion occasion) {
        return isOfAnUnverifiedAddress(occasion) && canBeKept(occasion);
    }

    private static boolean isOfAnUnverifiedAddress(Occasion occasion) {
        boolean isAllThatIsShown =
                occasion.purpose().needsOnlyAName() || occasion.upstream().isPresent();
        return isAllThatIsShown
                && occasion.addressee() instanceof Account account
                && !account.user().isEmailVerified();
    }

    /** Or each code would be the first. */
    private static boolean canBeKept(Occasion occasion) {
        return VerifiedAddress.canBeKept(occasion.user(), occasion.session(), occasion.realm());
    }

    /** Somebody has entered the right code, and shown nothing else of the account. */
    public static void makeIfDue(Occasion occasion) {
        if (isDue(occasion)) {
            make(occasion);
        } else if (occasion.addressee() instanceof Account account) {
            OwnersBrowser.isThatOf(occasion.login(), account.user(), occasion.session());
        }
    }

    /**
     * Takes all ways in away, but for those of this browser: what is stored at once, since a request that is under way and changes the same would
     * make this one fail; and {@link Latecomers once more} after the commit, since it may have put something in their place.
     */
    static void make(Occasion occasion) {
        KeycloakSession session = occasion.session();
        UserModel owner = occasion.user();
        // First: whatever is done by other logins from now on is undone.
        Runnable undo = EarlierLogins.areAllBut(occasion.login(), owner, session);
        long known = Time.currentTimeMillis();
        WaysIn ways = WaysIn.of(occasion);
        Latecomers latecomers = new Latecomers(ways, owner.getEmail(), known, undo);
        latecomers.removeStored();
        new FederatedPassword(ways).replaceIfDue();
        session.users().setNotBeforeForUser(occasion.realm(), owner, Time.currentTime());
        ways.endSessions();
        ways.tell(EventType.VERIFY_EMAIL, Details.REASON, "first_proof");
        session.getTransactionManager().enlistAfterCompletion(latecomers);
    }
}
