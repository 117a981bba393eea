package org.citestream.standalone;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.rewrite.RewriteValve;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.citestream.events.http.HttpLimits;
import org.citestream.events.http.Listeners;
import org.citestream.events.http.RefusalsInWords;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.boot.web.server.servlet.ServletWebServerFactory;
import org.springframework.boot.web.servlet.ServletContextInitializer;

/**
 * One HTTP listener on the loopback interface for all services. The gateway is at the root; each other service at a path of its own
 * name, and the public paths of the ingest service lead there.
 */
final class SharedListener implements AutoCloseable {

    private static final String INGEST_PATHS =
            "^/(api/v1/(?:submissions|citations|imports|feeds|decisions|provenance|dead-letters|audit)(?:/.*)?)$";

    private final Tomcat tomcat = new Tomcat();
    private final Path directory;
    private final int port;

    /**
     * @param directory for temporary files
     * @param port where to listen once {@link #open()} is called
     */
    SharedListener(Path directory, int port) throws IOException, LifecycleException {
        this.directory = Files.createDirectories(directory);
        this.port = port;
        tomcat.setBaseDir(directory.toString());
        tomcat.getHost().setAppBase(directory.toString());
        tomcat.getHost().setAutoDeploy(false);
        RewriteValve rewrite = new RewriteValve();
        tomcat.getHost().getPipeline().addValve(rewrite);
        RefusalsInWords.of(tomcat.getHost());
        tomcat.start();
        try {
            rewrite.setConfiguration("RewriteRule " + INGEST_PATHS + " /ingest/$1 [L]");
        } catch (Exception e) {
            throw new IllegalStateException("The rewrite rule of the ingest paths is wrong", e);
        }
    }

    /** Makes the web server of a service: a place of its own under this listener. */
    ServletWebServerFactory at(String contextPath) {
        return initializers -> mount(contextPath, initializers);
    }

    private WebServer mount(String contextPath, ServletContextInitializer[] initializers) {
        ServletException[] failure = new ServletException[1];
        StandardContext context = new StandardContext();
        context.setName(contextPath.isEmpty() ? "root" : contextPath);
        context.setPath(contextPath);
        context.setDocBase(directory.toString());
        context.setParentClassLoader(SharedListener.class.getClassLoader());
        context.addLifecycleListener(new Tomcat.FixContextListener());
        ErrorPage errors = new ErrorPage();
        errors.setLocation("/error");
        context.addErrorPage(errors);
        context.addServletContainerInitializer(
                (_, servletContext) -> {
                    try {
                        for (ServletContextInitializer initializer : initializers) {
                            initializer.onStartup(servletContext);
                        }
                    } catch (ServletException e) {
                        failure[0] = e;
                        throw e;
                    }
                },
                Set.of());
        tomcat.getHost().addChild(context);
        if (failure[0] != null) {
            throw new WebServerException("Could not start the web side of a service", failure[0]);
        }
        return new Mounted(context);
    }

    /** Begins to listen. */
    void open(HttpLimits limits) {
        Connector connector = Listeners.limited(limits);
        connector.setPort(port);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("compression", "on");
        connector.setProperty(
                "compressibleMimeType",
                "text/html,text/css,text/plain,text/csv,text/tab-separated-values,image/svg+xml,application/json,"
                        + "application/problem+json,application/x-ndjson,application/atom+xml,application/graphml+xml");
        connector.setThrowOnFailure(true);
        tomcat.getService().addConnector(connector);
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    /** A service's place. */
    private final class Mounted implements WebServer {

        private final Context context;

        Mounted(Context context) {
            this.context = context;
        }

        @Override
        public void start() {
            // mounted when it was made
        }

        @Override
        public void stop() {
            tomcat.getHost().removeChild(context);
        }

        @Override
        public int getPort() {
            return port;
        }
    }
}
