package io.github.emailotp;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.emailotp.flow.Ending;
import io.github.emailotp.flow.VerifiedAddress;
import io.github.emailotp.otp.OneTimeCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The arrows of the root {@code package-info}: flow → {settings, delivery, storage} → otp → java.*, and delivery → smtp, which stands alone. */
@AnalyzeClasses(packages = "io.github.emailotp", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String PER_REQUEST_SENDER = "PooledEmailSenderProvider";
    /** A connection forgets it as soon as it is open. */
    private static final String PER_MAIL_LOGIN = "SpokenLogin";

    private static final String PER_REQUEST_LOGIN = "io.github.emailotp.smtp.Login";

    private static final String[] SHARED_BY_FLOWS = {
        "io.github.emailotp.flow.page..",
        "io.github.emailotp.flow.sending..",
        "io.github.emailotp.flow.endpoint..",
        "io.github.emailotp.flow.report..",
        "io.github.emailotp.flow.setup.."
    };

    private static final DescribedPredicate<JavaCodeUnit> ARE_NOT_FOR_THE_RIGHT_CODE = DescribedPredicate.describe(
            "are not for the right code",
            unit -> !isOf(unit, "accepted", Ending.class)
                    && !isOf(unit, "success", FormAction.class)
                    && !unit.getOwner().isEquivalentTo(VerifiedAddress.class));

    /** A form takes up what the right code before it has shown: {@code RegistrationAttackIT}. */
    private static boolean isOf(JavaCodeUnit unit, String name, Class<?> type) {
        return unit.getName().equals(name) && unit.getOwner().isAssignableTo(type);
    }

    private static final Map<String, Class<?>> BELIEFS = Map.of(
            "setUser", AuthenticationFlowContext.class,
            "setAuthenticatedUser", AuthenticationSessionModel.class,
            "setEmailVerified", UserModel.class,
            "keep", VerifiedAddress.class);

    private static final ArchCondition<JavaCodeUnit> SAY_WHO_SOMEBODY_IS =
            new ArchCondition<>("say who somebody is, or whose an address is") {
                @Override
                public void check(JavaCodeUnit unit, ConditionEvents events) {
                    unit.getMethodCallsFromSelf().stream()
                            .filter(call -> BELIEFS.containsKey(call.getName()))
                            .filter(call -> call.getTargetOwner().isAssignableTo(BELIEFS.get(call.getName())))
                            .forEach(call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
                }
            };

    @ArchTest
    static final ArchRule CORE_IS_PURE = classes()
            .that()
            .resideInAPackage("io.github.emailotp.otp..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.github.emailotp.otp..", "java..")
            .because("a code and its rules must be testable, and readable, without Keycloak");

    @ArchTest
    static final ArchRule ARROWS_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("otp")
            .definedBy("io.github.emailotp.otp..")
            .layer("settings")
            .definedBy("io.github.emailotp.settings..")
            .layer("storage")
            .definedBy("io.github.emailotp.storage..")
            .layer("delivery")
            .definedBy("io.github.emailotp.delivery..")
            .layer("flow")
            .definedBy("io.github.emailotp.flow..")
            .layer("smtp")
            .definedBy("io.github.emailotp.smtp..")
            .whereLayer("smtp")
            .mayOnlyBeAccessedByLayers("delivery")
            .whereLayer("flow")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("settings")
            .mayOnlyBeAccessedByLayers("flow")
            .whereLayer("storage")
            .mayOnlyBeAccessedByLayers("flow")
            .whereLayer("delivery")
            .mayOnlyBeAccessedByLayers("flow");

    @ArchTest
    static final ArchRule SMTP_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage("io.github.emailotp.smtp..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.github.emailotp..").and(not(resideInAPackage("io.github.emailotp.smtp.."))))
            .because("a mail sender knows nothing of codes");

    @ArchTest
    static final ArchRule KEPT_CONNECTIONS_HOLD_NO_SESSION = noFields()
            .that()
            .areDeclaredInClassesThat(resideInAPackage("io.github.emailotp.smtp..")
                    .and(not(simpleName(PER_REQUEST_SENDER)))
                    .and(not(simpleName(PER_MAIL_LOGIN))))
            .should()
            .haveRawType(KeycloakSession.class)
            .orShould()
            .haveRawType(PER_REQUEST_LOGIN)
            .because("a Keycloak session ends with its request, connections do not");

    @ArchTest
    static final ArchRule ONLY_FLOW_SEES_A_FLOW_CONTEXT = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.emailotp.flow..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.keycloak.authentication..");

    @ArchTest
    static final ArchRule ONLY_THE_CELLS_KNOW_INFINISPAN = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.emailotp.storage.infinispan..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.infinispan..",
                    "org.keycloak.connections.infinispan..",
                    "org.keycloak.models.sessions.infinispan..")
            .because("Keycloak's classes around Infinispan are private, and change");

    @ArchTest
    static final ArchRule ONLY_THE_MAIL_REVEALS_A_CODE = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.emailotp.delivery..")
            .should()
            .callMethod(OneTimeCode.class, "reveal")
            .because("a code leaves the program in the mail and nowhere else");

    @ArchTest
    static final ArchRule A_FLOW_KNOWS_NO_SIBLING = slices().matching("io.github.emailotp.flow.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAnyPackage(SHARED_BY_FLOWS));

    @ArchTest
    static final ArchRule A_FLOW_COULD_BE_TAKEN_AWAY = noClasses()
            .that()
            .resideInAPackage("io.github.emailotp.flow")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.github.emailotp.flow.*..").and(not(resideInAnyPackage(SHARED_BY_FLOWS))))
            .because("what all flows share knows none of them");

    @ArchTest
    static final ArchRule A_FLOW_IS_SMALL = classes()
            .that()
            .areAssignableTo(Authenticator.class)
            .or()
            .areAssignableTo(RequiredActionProvider.class)
            .should(haveNoMoreLinesThan(120))
            .because("what they would have in common stands in the dialogue");

    @ArchTest
    static final ArchRule WHAT_IS_SHARED_KNOWS_NO_DIALOGUE = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.github.emailotp.flow.page..",
                    "io.github.emailotp.flow.sending..",
                    "io.github.emailotp.flow.endpoint..",
                    "io.github.emailotp.flow.report..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.emailotp.flow")
            .because("the page shows a reply, whoever has asked for it");

    @ArchTest
    static final ArchRule ONLY_THE_RIGHT_CODE_IS_BELIEVED = noCodeUnits()
            .that(ARE_NOT_FOR_THE_RIGHT_CODE)
            .should(SAY_WHO_SOMEBODY_IS)
            .because("before the right code, nobody is anybody, and no address is anybody's");

    private static ArchCondition<JavaClass> haveNoMoreLinesThan(int most) {
        return new ArchCondition<>("have no more lines than " + most) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Path source = Path.of("src", "main", "java", type.getFullName().replace('.', '/') + ".java");
                try (Stream<String> lines = Files.lines(source)) {
                    long count = lines.count();
                    events.add(new SimpleConditionEvent(type, count <= most, source + " has " + count + " lines"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
