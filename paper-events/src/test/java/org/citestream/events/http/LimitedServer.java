package org.citestream.events.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** A server within limits that answers with the length of what it was sent, and notes what it was asked. */
final class LimitedServer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Tomcat tomcat = new Tomcat();
    private final Connector connector;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    LimitedServer(Path directory, HttpLimits limits) throws LifecycleException {
        tomcat.setBaseDir(directory.toString());
        Context context = tomcat.addContext("", directory.toString());
        Tomcat.addServlet(context, "echo", new HttpServlet() {
            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                asked.add(request.getMethod() + " " + request.getRequestURI());
                String field = request.getParameter("field");
                int length = request.getInputStream().readAllBytes().length;
                response.getOutputStream()
                        .print("read " + length
                                + (field == null ? "" : ", " + String.join("+", request.getParameterValues("field"))));
            }
        });
        context.addServletMappingDecoded("/", "echo");
        FilterDef filter = new FilterDef();
        filter.setFilterName("limits");
        filter.setFilter(new BodyLimits(limits, Set.of("/streamed")));
        context.addFilterDef(filter);
        FilterMap everywhere = new FilterMap();
        everywhere.setFilterName("limits");
        everywhere.addURLPattern("/*");
        context.addFilterMap(everywhere);
        connector = Listeners.limited(limits);
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(0);
        tomcat.getService().addConnector(connector);
        tomcat.start();
    }

    /** Each request that reached the application. */
    List<String> asked() {
        return asked;
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** All that is answered to these bytes until the server closes the connection, if only since nothing more comes. */
    String answers(String bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return read(socket);
        }
    }

    /** All that comes until the other side closes, in order or not. */
    static String read(Socket socket) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                read.write(buffer, 0, n);
            }
        } catch (SocketException e) {
            // closed with bytes of ours unread
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
