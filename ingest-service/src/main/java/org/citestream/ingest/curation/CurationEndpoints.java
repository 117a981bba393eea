package org.citestream.ingest.curation;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedDecision;
import org.citestream.ingest.assembly.PaperRegistry;
import org.citestream.ingest.assembly.PaperState;
import org.citestream.ingest.assembly.Precedence;
import org.citestream.ingest.intake.ApiKeys;
import org.citestream.ingest.intake.SubmissionLog;
import org.citestream.ingest.operations.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/decisions} and {@code /api/v1/provenance}. */
@RestController
class CurationEndpoints {

    private final Decisions decisions;
    private final SubmissionLog submissions;
    private final ApiKeys apiKeys;
    private final PaperRegistry papers;
    private final Precedence precedence;
    private final Audit audit;

    CurationEndpoints(
            Decisions decisions,
            SubmissionLog submissions,
            ApiKeys apiKeys,
            PaperRegistry papers,
            Precedence precedence,
            Audit audit) {
        this.decisions = decisions;
        this.submissions = submissions;
        this.apiKeys = apiKeys;
        this.papers = papers;
        this.precedence = precedence;
        this.audit = audit;
    }

    /**
     * What was decided of two records.
     *
     * @param verdict the decision
     * @param records keys of the two
     * @param receipt by which to ask what became of it
     */
    record Decided(SubmittedDecision.Verdict verdict, List<String> records, String receipt) {}

    @PostMapping("/api/v1/decisions")
    ResponseEntity<Map<String, List<Decided>>> decide(
            @RequestBody Decisions.Request asked, HttpServletRequest request) {
        String operator = apiKeys.operatorOf(request);
        List<SubmittedDecision> made = decisions.of(asked, operator);
        // what cannot be written down is not done
        audit.add(operator, "decide", parameters(asked), made.size() + " decisions accepted");
        List<Decided> decided = made.stream()
                .map(decision -> new Decided(
                        decision.verdict(),
                        List.of(decision.one(), decision.other()),
                        submissions.add(decision).join().text()))
                .toList();
        return ResponseEntity.accepted().body(Map.of("decisions", decided));
    }

    private static Map<String, String> parameters(Decisions.Request asked) {
        Map<String, String> parameters = new TreeMap<>();
        put(parameters, "merge", asked.merge());
        put(parameters, "split", asked.split());
        put(parameters, "verdict", asked.verdict());
        put(parameters, "records", asked.records());
        return parameters;
    }

    private static void put(Map<String, String> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value.toString());
        }
    }

    /**
     * What a record says of a paper.
     *
     * @param record its key
     * @param movedTo the paper that it is of, where that is another
     * @param says what it says
     */
    record Said(
            String record,
            @Nullable Integer movedTo,
            @Nullable Submission says) {}

    @GetMapping("/api/v1/provenance/{paper}")
    ResponseEntity<?> provenance(@PathVariable int paper, HttpServletRequest request) {
        apiKeys.feedOf(request);
        PaperState state = papers.states(List.of(paper)).get(paper);
        if (state == null) {
            return ResponseEntity.of(
                            ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no paper " + paper + "."))
                    .build();
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("paper", paper);
        answer.put("fields", precedence.provenance(state));
        answer.put(
                "records",
                state.said().stream()
                        .map(each -> new Said(each.record(), each.movedTo(), each.submission()))
                        .toList());
        return ResponseEntity.ok(answer);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException e) {
        return ResponseEntity.of(ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, """
                                The body must be a JSON object with merge (an array of ids of papers), split (the key of a record), or \
                                verdict (same, different or open) with records (an array of two keys)."""))
                .build();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(Decisions.RefusedException e) {
        return ResponseEntity.of(ProblemDetail.forStatusAndDetail(
                        HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(e.getMessage())))
                .build();
    }
}
