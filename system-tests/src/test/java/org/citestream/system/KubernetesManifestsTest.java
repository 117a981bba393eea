package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The manifests are what Kubernetes' own model says they may be. They were never applied to a cluster. */
class KubernetesManifestsTest {

    private static final Path FOLDER = Dashboards.OPERATIONS.resolve("kubernetes");
    private static final Map<String, Class<?>> MODEL = Map.of(
            "Deployment", Deployment.class,
            "StatefulSet", StatefulSet.class,
            "Service", Service.class,
            "ConfigMap", ConfigMap.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PodDisruptionBudget", PodDisruptionBudget.class);
    private static final Set<String> OF_OTHERS = Set.of("ScaledObject", "Kustomization");

    /** Refuses what the model does not name, which the model itself would keep aside. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    @Test
    void everyManifestIsOfTheModel() throws IOException {
        int read = 0;
        for (Map<String, Object> manifest : manifests()) {
            String kind = String.valueOf(manifest.get("kind"));
            if (!OF_OTHERS.contains(kind)) {
                assertThat(MODEL).containsKey(kind);
                assertThat(STRICT.convertValue(manifest, MODEL.get(kind))).isNotNull();
                read++;
            }
        }
        assertThat(read).isGreaterThan(10);
    }

    @Test
    void aWordThatTheModelDoesNotKnowIsRefused() throws JsonProcessingException {
        Map<String, Object> wrong = new Yaml().load("{kind: Deployment, spec: {replicaz: 3}}");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> STRICT.convertValue(wrong, Deployment.class)))
                .hasMessageContaining("replicaz");
    }

    @Test
    void everyServiceIsProbedBoundedAndWithoutRights() throws IOException {
        Map<String, PodSpec> pods = pods();
        assertThat(pods.keySet())
                .containsExactlyInAnyOrder("ingest-service", "summary-service", "ranking-service", "query-gateway");
        pods.forEach((name, pod) -> {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
            Container container = pod.getContainers().getFirst();
            assertThat(container.getArgs()).containsExactly(name);
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/readiness");
            assertThat(container.getReadinessProbe().getHttpGet().getPort().getStrVal())
                    .as("the port of health and metrics is not that of the API")
                    .isEqualTo("management");
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/liveness");
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getResources().getLimits()).containsKey("memory");
        });
    }

    @Test
    void whatIsNamedIsThere() throws IOException {
        List<Map<String, Object>> manifests = manifests();
        Set<String> workloads = pods().keySet();
        for (Map<String, Object> manifest : manifests) {
            if (manifest.get("kind").equals("ScaledObject")) {
                Map<?, ?> spec = (Map<?, ?>) manifest.get("spec");
                assertThat(workloads).contains(String.valueOf(((Map<?, ?>) spec.get("scaleTargetRef")).get("name")));
            } else if (manifest.get("kind").equals("Kustomization")) {
                for (Object file : (List<?>) manifest.get("resources")) {
                    assertThat(FOLDER.resolve(String.valueOf(file))).exists();
                }
            } else if (manifest.get("kind").equals("PodDisruptionBudget")) {
                PodDisruptionBudget budget = STRICT.convertValue(manifest, PodDisruptionBudget.class);
                assertThat(workloads)
                        .contains(
                                budget.getSpec().getSelector().getMatchLabels().get("app.kubernetes.io/name"));
            }
        }
    }

    private static Map<String, PodSpec> pods() throws IOException {
        return manifests().stream()
                .filter(manifest -> Set.of("Deployment", "StatefulSet").contains(manifest.get("kind")))
                .collect(Collectors.toMap(
                        manifest -> String.valueOf(((Map<?, ?>) manifest.get("metadata")).get("name")),
                        manifest -> manifest.get("kind").equals("Deployment")
                                ? STRICT.convertValue(manifest, Deployment.class)
                                        .getSpec()
                                        .getTemplate()
                                        .getSpec()
                                : STRICT.convertValue(manifest, StatefulSet.class)
                                        .getSpec()
                                        .getTemplate()
                                        .getSpec()));
    }

    @SuppressWarnings("unchecked") // a manifest is a mapping
    private static List<Map<String, Object>> manifests() throws IOException {
        List<Map<String, Object>> manifests = new ArrayList<>();
        try (var files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                new Yaml().loadAll(Files.readString(file)).forEach(each -> manifests.add((Map<String, Object>) each));
            }
        }
        return manifests;
    }
}
