package org.citestream.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house as it is drawn: which room may know which. */
@AnalyzeClasses(packages = "org.citestream", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] SERVICES = {
        "org.citestream.ingest..", "org.citestream.summary..", "org.citestream.ranking..", "org.citestream.gateway.."
    };

    @ArchTest
    static final ArchRule SERVICES_MEET_ONLY_THROUGH_EVENTS = slices().matching(
                    "org.citestream.(ingest|summary|ranking|gateway)..")
            .should()
            .notDependOnEachOther()
            .because("services talk through topics, so that each can be deployed, rebuilt and scaled alone");

    @ArchTest
    static final ArchRule LIBRARIES_KNOW_NO_SERVICE = noClasses()
            .that()
            .resideInAnyPackage("org.citestream.events..", "org.citestream.pagerank..", "org.citestream.platform..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVICES)
            .because("dependencies point one way, from the services to what they share");

    @ArchTest
    static final ArchRule SERVICES_DO_NOT_KNOW_WHERE_THEY_RUN = noClasses()
            .that()
            .resideInAnyPackage(SERVICES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.citestream.standalone..", "org.citestream.platform..")
            .because("a service runs the same in one process with the others and on a machine of its own");

    @ArchTest
    static final ArchRule PAGERANK_IS_PLAIN_JAVA = classes()
            .that()
            .resideInAPackage("org.citestream.pagerank..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.citestream.pagerank..", "java..", "org.jspecify..")
            .because("it is a library in its own right, that someone else would take as a dependency");

    @ArchTest
    static final ArchRule IDENTITY_AND_ASSEMBLY_KNOW_NO_DATABASE = noClasses()
            .that()
            .resideInAnyPackage("org.citestream.ingest.identity..", "org.citestream.ingest.assembly..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.mongodb..", "org.bson..", "org.springframework..", "org.apache.kafka..")
            .because("what decides identity is tested without a database, and a thin edge binds it to one");

    @ArchTest
    static final ArchRule FEATURES_ARE_FREE_OF_CYCLES = slices().matching("org.citestream.(*).(*)..")
            .should()
            .beFreeOfCycles()
            .because("a feature that needs another that needs it is one feature");

    @ArchTest
    static final ArchRule PACKAGES_ARE_NAMED_BY_FEATURE = noClasses()
            .should()
            .resideInAnyPackage(
                    "..controller..", "..service..", "..util..", "..common..", "..impl..", "..dto..", "..helper..")
            .because("folder names tell what the system does");

    @ArchTest
    static final ArchRule NO_FIELD_INJECTION = noFields()
            .should()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .because("a class says in its constructor what it needs");
}
