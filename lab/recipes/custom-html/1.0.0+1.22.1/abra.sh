export NGINX_DEFAULT_CONF_VERSION=v1

# abra app cmd <domain> app list_content
list_content() {
  find /usr/share/nginx/html -type f
}
