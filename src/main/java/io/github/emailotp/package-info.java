/**
 * A login step for Keycloak that asks for a one-time code sent by email, a step that resets a password by one, a required action that
 * verifies an address by one, a step that links an account by one, and a required action by which people choose it as a factor of theirs.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@code otp}: what a code is and what may happen to it. Pure: imports {@code java.*} only.
 *   <li>{@code settings}: what an administrator can set, each setting declared once.
 *   <li>{@code storage}: where challenges and claims are kept: authentication-session notes and the cluster cache, which only {@code
 *       storage.infinispan} knows; and, in {@code storage.trusted}, the browsers that people trust.
 *   <li>{@code delivery}: how a code reaches the mailbox.
 *   <li>{@code smtp}: a pooled mail sender, of use to all of Keycloak; knows nothing of codes.
 *   <li>{@code flow}: the only package that sees a flow context. It holds the {@link io.github.emailotp.flow.CodeDialogue} that
 *       every flow has with people: a flow says for which {@link io.github.emailotp.flow.Occasion} and answers the {@link
 *       io.github.emailotp.flow.Ending}. {@code flow.browser} is the step, {@code flow.first} the step that needs no
 *       password before it, {@code flow.resetcredentials} the step of a reset, {@code flow.registration} the step before a registration
 *       form, and its action in the form, {@code flow.verifyemail} the required action, {@code
 *       flow.broker} the step that links accounts, {@code flow.enrolment} the required action by which people choose the code as a factor of
 *       theirs, and its condition, {@code flow.network} and {@code flow.trusted} conditions; {@code flow.page} is what is shown, {@code
 *       flow.sending} what it is told of its mail, {@code flow.report} is where owners tell that a login was not theirs, {@code
 *       flow.endpoint} where all that is asked for, and {@code flow.setup} warns of flows in which the step can be passed over.
 * </ul>
 *
 * Beside them stands {@code org.keycloak.compatibility}, which is Keycloak's: one interface that the oldest version lacks, to compile
 * {@code storage} against. It is not in the jar.
 *
 * Arrows point one way, and a test holds them: {@code flow → {settings, delivery, storage} → otp → java.*}. No adapter
 * imports another, but {@code delivery} knows {@code smtp}, which imports nothing of the rest. A new flow is a new package under {@code flow} that knows no sibling, a new
 * channel one class in {@code delivery}, a new rule a field of {@link io.github.emailotp.otp.OtpPolicy} and a check in
 * {@link io.github.emailotp.otp.CodeVerification}.
 *
 * <h2>Glossary</h2>
 *
 * <dl>
 *   <dt>code
 *   <dd>the secret that is mailed once and typed once.
 *   <dt>challenge
 *   <dd>the question put to one person in one authentication session; it has up to three live codes.
 *   <dt>policy
 *   <dd>length, lifetime, tries and cooldown: every policy that can be built is safe.
 *   <dt>channel
 *   <dd>the way a code takes to a person; today the realm's SMTP server.
 *   <dt>claim
 *   <dd>the right to be told what one answer is, or to one mail, taken before, by an atomic operation that the cluster shares.
 *   <dt>record
 *   <dd>all claims on one mailbox, account, network or realm, as one short text that is changed as a whole.
 *   <dt>cell
 *   <dd>where the cluster keeps a record; it is changed only by whoever knows what is in it.
 *   <dt>mark
 *   <dd>characters that nobody else has: they name a claim, and tell a change from another's.
 *   <dt>budget
 *   <dd>how many guesses of an account are compared before the answer is no, whatever is typed.
 *   <dt>quota
 *   <dd>how many mails may be sent, and when the next.
 *   <dt>trusted browser
 *   <dd>one in which its owner has asked not to be asked for codes; another thing than a known one, which has budgets of its own and nothing else.
 *   <dt>stranger
 *   <dd>a browser that has not logged the user in before. Strangers and known browsers have budgets of their own.
 *   <dt>anonymous
 *   <dd>who asks for a code and has shown nothing yet, no password either; they have budgets of their own, too.
 *   <dt>outbox
 *   <dd>where rendered mails wait, in one node, for a thread to send them.
 *   <dt>sending
 *   <dd>one mail's way to the mail server, and how far it has got.
 *   <dt>occasion
 *   <dd>what a code is asked for, of whom, and in which login.
 *   <dt>addressee
 *   <dd>whose mailbox a code is asked of: the owner of an account, a visitor, who has none, or nobody.
 *   <dt>nobody
 *   <dd>whoever is meant by a name that no code can be mailed for. All is done as with anybody, so that it does not show.
 *   <dt>first proof
 *   <dd>the first right code of an account whose address was not verified: what was set up before goes.
 *   <dt>earlier login
 *   <dd>one that is not over yet, and has begun before its account's first proof.
 *   <dt>report
 *   <dd>an owner's word that a login which a code was mailed for was not theirs; it can be made once.
 *   <dt>upstream
 *   <dd>the account at an identity provider with which somebody has come.
 *   <dt>dialogue
 *   <dd>what is said to somebody who is asked for a code, the same in every flow.
 *   <dt>ending
 *   <dd>how a flow ends a request.
 *   <dt>outcome
 *   <dd>what became of a request: one of a closed list that every flow must answer.
 *   <dt>reply
 *   <dd>an outcome with what the page needs to show it.
 *   <dt>setback
 *   <dd>what kept the mail back that was asked for last: a limit, or a failure.
 *   <dt>page state
 *   <dd>what a page is about: one of a closed list, derived from a reply in one place.
 * </dl>
 */
package io.github.emailotp;
